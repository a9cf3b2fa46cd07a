;; A number that two operations compute with is loaded by each, as an operand in memory of either; the second moves up
;; to the first if a store would lie between.
;;! check = "asm"
;;! args = ["--invoke", "turn"]
;;! targets = ["x86_64-linux"]
;;! contains = ["  mulsd 0x3fff0000(%r10), %xmm7\n  movdqa %xmm1, %xmm6\n  mulsd 0x3fff0000(%r10), %xmm6\n"]
(module
  (memory 1)
  (func (export "turn") (param $p i32) (param $x f64) (param $y f64)
    (local $a f64) (local $b f64)
    (local.set $a (f64.load (local.get $p)))
    (local.set $b (f64.load offset=8 (local.get $p)))
    (f64.store (local.get $p)
      (f64.sub (f64.mul (local.get $a) (local.get $x)) (f64.mul (local.get $b) (local.get $y))))
    (f64.store offset=8 (local.get $p)
      (f64.add (f64.mul (local.get $a) (local.get $y)) (f64.mul (local.get $x) (local.get $b))))))

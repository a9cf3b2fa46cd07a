;; A number that two operations compute with, whose sums are used twice, is an operand in memory of each: what is out of
;; bounds traps where it is loaded, and before anything is stored.
;;! check = "run"
;;! args = ["--invoke", "turn"]
;;! run_args = ["65521"]
;;! exit = 134
;;! stdout = ""
;;! stderr = "wasm trap: out of bounds memory access\n  0: turn (operand_in_memory.wat+0x48)\n"
(module
  (memory 1)
  (func (export "turn") (param $q i32) (result f64 f64)
    (local $p i32) (local $x f64) (local $y f64) (local $a f64) (local $b f64) (local $re f64) (local $im f64)
    (loop $next
      (local.set $a (f64.load (local.get $p)))
      (local.set $b (f64.load offset=8 (local.get $p)))
      (local.set $x (f64.load (local.get $q)))
      (local.set $y (f64.load offset=8 (local.get $q)))
      (local.set $im (f64.add (f64.mul (local.get $a) (local.get $y)) (f64.mul (local.get $b) (local.get $x))))
      (f64.store offset=24 (local.get $q) (f64.sub (local.get $b) (local.get $im)))
      (local.set $re (f64.sub (f64.mul (local.get $a) (local.get $x)) (f64.mul (local.get $b) (local.get $y))))
      (f64.store offset=16 (local.get $q) (f64.sub (local.get $a) (local.get $re)))
      (f64.store (local.get $p) (f64.add (local.get $a) (local.get $re)))
      (f64.store offset=8 (local.get $p) (f64.add (local.get $b) (local.get $im)))
      (local.set $q (i32.add (local.get $q) (i32.const 16)))
      (local.set $p (i32.add (local.get $p) (i32.const 8)))
      (br_if $next (local.get $q)))
    (f64.load offset=24 (local.get $q)) (f64.load offset=16 (local.get $q))))

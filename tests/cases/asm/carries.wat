;; A sum of three has two carries; each is an addition with carry, also where the sum of the first two is needed
;; before that.
;;! check = "asm"
;;! args = ["--invoke", "accumulate"]
;;! targets = ["x86_64-linux"]
;;! absent = ["setb", "setnb", "cmpq"]
(module
  (memory 1)
  (func (export "accumulate") (param $carry i64) (param $at i32) (result i64) (local $sum i64) (local $both i64)
    (local.set $sum (i64.add (local.get $carry) (i64.load (local.get $at))))
    (local.set $both (i64.add (local.get $sum) (i64.load (i32.const 8))))
    (i64.store (local.get $at) (local.get $both))
    (i64.add
      (i64.add
        (i64.load (i32.const 16))
        (i64.extend_i32_u (i64.lt_u (local.get $sum) (local.get $carry))))
      (i64.extend_i32_u (i64.lt_u (local.get $both) (local.get $sum))))))

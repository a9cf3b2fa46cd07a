;; A sum of two halves whose carry is a comparison is an addition with carry.
;;! check = "asm"
;;! args = ["--invoke", "add"]
;;! targets = ["x86_64-linux"]
;;! contains = ["adcq"]
;;! absent = ["setb", "setnb"]
(module
  (func (export "add") (param $a i64) (param $high i64) (param $b i64) (param $other i64) (result i64 i64)
    (local $low i64)
    (local.set $low (i64.add (local.get $a) (local.get $b)))
    (local.get $low)
    (i64.add
      (i64.add (local.get $high) (local.get $other))
      (i64.extend_i32_u (i64.lt_u (local.get $low) (local.get $a))))))

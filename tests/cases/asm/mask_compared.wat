;; A mask that is only compared with zero stays with the comparison.
;;! check = "asm"
;;! args = ["--invoke", "pick"]
;;! targets = ["x86_64-linux"]
;;! contains = ["testl"]
;;! absent = ["movzbl", "andl"]
(module
  (func (export "pick") (param $x i32) (param $y i32) (result i32)
    (if (result i32) (i32.and (local.get $x) (i32.const 255))
      (then (local.get $y))
      (else (i32.const 7)))))

;; A block that is handed a number and branches on it: the way on which that is 0 goes on where 0 leads, so there is no
;; 0 in a register.
;;! check = "asm"
;;! args = ["--invoke", "both"]
;;! targets = ["x86_64-linux"]
;;! contains = ["imul"]
;;! absent = ["  xorl"]
(module
  (func (export "both") (param $x i32) (param $y i32) (result i32)
    (if (result i32)
      (if (result i32) (i32.load8_u (local.get $x)) (then (i32.load8_u (local.get $y))) (else (i32.const 0)))
      (then (i32.mul (local.get $x) (local.get $y)))
      (else (i32.sub (local.get $y) (local.get $x)))))
  (memory 1))

;; Unsigned 32-bit numbers are compared sign-extended, as they are loaded.
;;! check = "asm"
;;! args = ["--invoke", "less"]
;;! targets = ["riscv64-linux"]
;;! contains = ["sltu"]
;;! absent = ["srli", "sext.w"]
(module
  (memory 1)
  (func (export "less") (result i32)
    (i32.lt_u (i32.load (i32.const 8)) (i32.load (i32.const 16)))))

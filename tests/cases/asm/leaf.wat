;; A function that calls none and needs nothing of the stack has no frame.
;;! check = "asm"
;;! args = ["--invoke", "double"]
;;! targets = ["aarch64-linux", "riscv64-linux"]
;;! contains = ["; double\nblock0:\n"]
(module
  (func (export "double") (param $x i32) (result i32)
    (i32.add (local.get $x) (local.get $x))))

;; An index whose sum with a constant may wrap is added in 32 bits.
;;! check = "asm"
;;! args = ["--invoke", "peek"]
;;! targets = ["x86_64-linux"]
;;! contains = ["leal"]
;;! absent = ["0x3fff0400("]
(module
  (memory 1)
  (func (export "peek") (param i32) (result i32)
    (i32.load (i32.add (local.get 0) (i32.const 1024)))))

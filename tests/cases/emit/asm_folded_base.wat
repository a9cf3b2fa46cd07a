;; On x86-64 the memory's base folds into the displacement of an access: no base register.
;;! check = "asm"
;;! targets = ["x86_64-linux"]
;;! contains = ["0x10000010"]
(module (memory 1) (func $peek (export "peek") (param i32) (result i32) (i32.load offset=16 (local.get 0)))
  (func (export "_start")))

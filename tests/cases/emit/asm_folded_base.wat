;; On x86-64 the memory's base folds into the displacement of an access: no base register.
;;! check = "asm"
;;! args = ["--invoke", "peek"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3fff0010"]
(module (memory 1) (func (export "peek") (param i32) (result i32) (i32.load offset=16 (local.get 0))))

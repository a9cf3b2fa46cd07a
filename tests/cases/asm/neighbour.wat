;; An access near one that was made has the same address and a displacement, also where a sum is the address.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3fff0008(", "0x3fff0010("]
;;! absent = ["leal 8(", "leal 0x8(", "leal 0x10("]
(module
  (memory 1)
  (func (export "sum") (param $p i32) (param $q i32) (result i64)
    (i64.add
      (i64.add
        (i64.load (i32.add (local.get $p) (local.get $q)))
        (i64.load (i32.add (i32.add (local.get $p) (local.get $q)) (i32.const 8))))
      (i64.load (i32.add (local.get $p) (i32.add (local.get $q) (i32.const 16)))))))

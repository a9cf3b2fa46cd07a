;; An access below an address, which is there however high the address is, says nothing of what lies behind it.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "42\n"
(module
  (memory 32768)
  (data (i32.const 8) "\2a")
  (func $both (param $y i32) (result i32) (local $x i32)
    (local.set $x (i32.or (local.get $y) (i32.const 0x80000000)))
    (i32.add
      (i32.load (i32.add (local.get $x) (i32.const -0x80000000)))
      (i32.load (i32.add (local.get $x) (i32.const 16)))))
  (global $y (mut i32) (i32.const 0x7ffffff8))
  (func (export "test") (result i32)
    (call $both (global.get $y))))

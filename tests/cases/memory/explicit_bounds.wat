;; --bounds explicit: accesses, growth and bulk operations as with guard pages.
;;! check = "run"
;;! args = ["--invoke", "test", "--bounds", "explicit"]
;;! stdout = "-1\n1\n16909060\n255\n134678021\n3\n-1\n"
(module
  (memory 1 3)
  (data (i32.const 65532) "\ff\ff\ff\ff")
  (data (i32.const 8) "\05\06\07\08")
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32)
    (i32.load offset=65532 (i32.const 0))
    (memory.grow (i32.const 2))
    (i32.store (i32.const 131068) (i32.const 0x01020304))
    (i32.load (i32.const 131068))
    (i32.load8_u offset=1 (i32.const 65534))
    (memory.copy (i32.const 196604) (i32.const 8) (i32.const 4))
    (i32.load offset=196600 (i32.const 4))
    (memory.size)
    (memory.grow (i32.const 1))))

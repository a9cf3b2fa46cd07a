;; Sixteen bytes that a function wrote in words, copied: also over themselves, one word on or back, and to the
;; last bytes of the memory.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n2\n1\n1\n2\n3\n3\n2\n1\n2\n"
(module
  (memory 1 1)
  (func $write (param $to i32)
    (loop $again
      (i64.store (local.get $to) (i64.const 1))
      (i64.store offset=8 (local.get $to) (i64.const 2))
      (i64.store offset=16 (local.get $to) (i64.const 3))
      (br_if $again (i64.eqz (i64.load (local.get $to))))))
  (func (export "test") (result i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (call $write (i32.const 16))
    (v128.store (i32.const 64) (v128.load (i32.const 16)))
    (i64.load (i32.const 64))
    (i64.load (i32.const 72))
    (call $write (i32.const 128))
    (v128.store (i32.const 136) (v128.load (i32.const 128)))
    (i64.load (i32.const 128))
    (i64.load (i32.const 136))
    (i64.load (i32.const 144))
    (call $write (i32.const 256))
    (v128.store (i32.const 256) (v128.load (i32.const 264)))
    (i64.load (i32.const 264))
    (i64.load (i32.const 272))
    (i64.load (i32.const 256))
    (call $write (i32.const 512))
    (v128.store (i32.const 65520) (v128.load (i32.const 512)))
    (i64.load (i32.const 65520))
    (i64.load (i32.const 65528))))

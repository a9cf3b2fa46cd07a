;; Sixteen bytes that a function has just written in words are copied in words: a vector register would have to
;; wait for both. The upper one is stored first.
;;! check = "asm"
;;! args = ["--invoke", "copy"]
;;! targets = ["x86_64-linux"]
;;! absent = ["movdqu", "movups", "movupd"]
(module
  (memory 1)
  (func $write (param $to i32)
    (loop $again
      (i64.store (local.get $to) (i64.const 1))
      (i64.store offset=8 (local.get $to) (i64.const 2))
      (br_if $again (i64.eqz (i64.load (local.get $to))))))
  (func (export "copy") (result i64)
    (call $write (i32.const 16))
    (v128.store (i32.const 64) (v128.load (i32.const 16)))
    (i64.add (i64.load (i32.const 64)) (i64.load (i32.const 72)))))

;; Masks of the low bits of 32 and 64 bits keep these and nothing else, whatever becomes of the result.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "128\n65408\n128\n65408\n255\n1\n0\n384\n255\n"
(module
  (memory 1)
  (data (i32.const 0) "\ff\ff\80\ff")
  (global $x (mut i32) (i32.const 0x1234ff80))
  (global $y (mut i64) (i64.const 0xfedcba981234ff80))
  (func (export "test") (result i32 i32 i64 i64 i64 i32 i32 i64 i32)
    (local $i i32) (local $byte i32)
    (i32.and (global.get $x) (i32.const 0xff))
    (i32.and (i32.const 0xffff) (global.get $x))
    (i64.and (global.get $y) (i64.const 0xff))
    (i64.and (i64.const 0xffff) (global.get $y))
    (i64.extend_i32_u (i32.and (i32.load (i32.const 0)) (i32.const 255)))
    (i32.ne (i32.and (global.get $x) (i32.const 255)) (i32.const 0))
    (i32.eqz (i32.and (global.get $x) (i32.const 255)))
    ;; A mask that is also extended.
    (local.set $i (i32.and (global.get $x) (i32.const 255)))
    (i64.add (i64.extend_i32_u (local.get $i)) (i64.extend_i32_u (i32.shl (local.get $i) (i32.const 1))))
    ;; One of a loaded byte, which changes nothing, and one of its sum, which does.
    (local.set $byte (i32.load8_u (i32.const 0)))
    (loop $next
      (local.set $byte (i32.and (i32.add (i32.and (local.get $byte) (i32.const 255)) (i32.const 256)) (i32.const 255)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 64))) (i32.const 512))))
    (local.get $byte)))

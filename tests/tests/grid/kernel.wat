;; A hash that every kind of instruction takes part in for which some processors have a better
;; sequence than others: bit counts and rotations, selections, rounding, multiplications, vectors.
(module
  (memory 1 1)
  (func $integers (param $x i64) (result i64)
    (i64.xor
      (i64.add
        (i64.mul (i64.popcnt (local.get $x)) (i64.rotl (local.get $x) (i64.ctz (local.get $x))))
        (select (i64.clz (local.get $x)) (i64.extend8_s (local.get $x)) (i64.lt_s (local.get $x) (i64.const 0))))
      (i64.add
        (i64.and (local.get $x) (i64.xor (i64.shr_u (local.get $x) (i64.const 7)) (i64.const -1)))
        (i64.extend_i32_u
          (i32.add
            (i32.rotr (i32.wrap_i64 (local.get $x)) (i32.const 5))
            (i32.mul (i32.popcnt (i32.wrap_i64 (local.get $x))) (i32.extend16_s (i32.wrap_i64 (local.get $x)))))))))
  (func $floats (param $x i64) (result i64) (local $f f64)
    (local.set $f (f64.mul (f64.convert_i64_s (local.get $x)) (f64.const 1e-9)))
    (i64.xor
      (i64.reinterpret_f64
        (f64.add (f64.mul (f64.nearest (local.get $f)) (f64.sqrt (f64.abs (local.get $f)))) (f64.floor (local.get $f))))
      (i64.add
        (i64.trunc_sat_f32_u (f32.ceil (f32.demote_f64 (local.get $f))))
        (i64.trunc_sat_f64_s (f64.max (f64.trunc (local.get $f)) (f64.const 12.5))))))
  (func $vectors (param $x i64) (result i64) (local $v v128) (local $w v128)
    (local.set $v (i64x2.replace_lane 1 (i64x2.splat (local.get $x)) (i64.rotl (local.get $x) (i64.const 21))))
    (local.set $w (i8x16.shuffle 3 1 19 7 30 2 0 5 9 28 4 6 11 31 8 10
      (i8x16.popcnt (local.get $v)) (i16x8.mul (local.get $v) (local.get $v))))
    (local.set $w (i8x16.add_sat_u (local.get $w) (i8x16.swizzle (local.get $v) (i8x16.splat (i32.const 5)))))
    (local.set $w (v128.xor (local.get $w) (i64x2.mul (local.get $v) (local.get $w))))
    (local.set $w (v128.bitselect (local.get $w) (i32x4.dot_i16x8_s (local.get $v) (local.get $w))
      (f32x4.lt (f32x4.convert_i32x4_s (local.get $v)) (f32x4.nearest (f32x4.convert_i32x4_u (local.get $w))))))
    (v128.store offset=5 align=1 (i32.const 11) (local.get $w))
    (i64.add (i64.load offset=16 align=1 (i32.const 0))
      (i64.xor (i64.load offset=24 (i32.const 0)) (i64.extend_i32_u (i8x16.bitmask (local.get $w))))))
  (func (export "hash") (result i64) (local $x i64) (local $hash i64) (local $left i32)
    (local.set $x (i64.const 88172645463325252))
    (local.set $left (i32.const 2000))
    (loop $next
      (local.set $x (i64.xor (local.get $x) (i64.shl (local.get $x) (i64.const 13))))
      (local.set $x (i64.xor (local.get $x) (i64.shr_u (local.get $x) (i64.const 7))))
      (local.set $x (i64.xor (local.get $x) (i64.shl (local.get $x) (i64.const 17))))
      (local.set $hash (i64.add (i64.mul (local.get $hash) (i64.const 1099511628211))
        (i64.xor (call $integers (local.get $x))
          (i64.add (call $floats (local.get $x)) (call $vectors (local.get $x))))))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.get $hash)))

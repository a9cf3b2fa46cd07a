;; Relaxed instructions give the same on every target.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "7\n-5\n0\n40\n"
(module
  (func (export "test") (result f32 f64 i32 i32)
    (f32x4.extract_lane 0
      (f32x4.relaxed_madd (f32x4.splat (f32.const 2)) (f32x4.splat (f32.const 3)) (f32x4.splat (f32.const 1))))
    (f64x2.extract_lane 1
      (f64x2.relaxed_nmadd (f64x2.splat (f64.const 2)) (f64x2.splat (f64.const 3)) (f64x2.splat (f64.const 1))))
    (i8x16.extract_lane_s 0 (i8x16.relaxed_swizzle (i8x16.splat (i32.const 3)) (i8x16.splat (i32.const 200))))
    (i16x8.extract_lane_s 0
      (i16x8.relaxed_dot_i8x16_i7x16_s (i8x16.splat (i32.const 4)) (i8x16.splat (i32.const 5))))))

;; A processor with no more than SSE2: what it lacks is done by the runtime.
;;! check = "run"
;;! args = ["--invoke", "test", "--cpu", "x86-64"]
;;! targets = ["x86_64-linux"]
;;! stdout = "2\n-3\n5\n12\n77\n-9\n"
(module
  (func (export "test") (result f32 f64 i32 i32 i32 i32)
    (f32x4.extract_lane 2 (f32x4.nearest (f32x4.splat (f32.const 2.5))))
    (f64x2.extract_lane 1 (f64x2.floor (f64x2.splat (f64.const -2.5))))
    (i8x16.extract_lane_u 7
      (i8x16.swizzle (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16) (i8x16.splat (i32.const 4))))
    (i32x4.extract_lane 3 (i32x4.mul (i32x4.splat (i32.const 3)) (i32x4.splat (i32.const 4))))
    (i8x16.extract_lane_s 2
      (i8x16.max_s (i8x16.splat (i32.const 77)) (i8x16.splat (i32.const -77))))
    (i32x4.extract_lane 0 (i32x4.trunc_sat_f32x4_s (f32x4.splat (f32.const -9.9))))))

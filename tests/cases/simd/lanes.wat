;; Arithmetic that wraps and saturates, shifts, comparisons, shuffles, conversions and products.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "-128\n127\n254\n-1\n17\n0\n-2\n30\n300\n4294967295\n"
(module
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i64)
    (i8x16.extract_lane_s 3 (i8x16.add (i8x16.splat (i32.const 127)) (i8x16.splat (i32.const 1))))
    (i8x16.extract_lane_s 3 (i8x16.add_sat_s (i8x16.splat (i32.const 127)) (i8x16.splat (i32.const 1))))
    (i8x16.extract_lane_u 15 (i8x16.shl (i8x16.splat (i32.const 255)) (i32.const 9)))
    (i16x8.extract_lane_s 7 (i16x8.lt_u (i16x8.splat (i32.const 1)) (i16x8.splat (i32.const -1))))
    (i8x16.extract_lane_u 1
      (i8x16.shuffle 0 17 2 3 4 5 6 7 8 9 10 11 12 13 14 15
        (i8x16.splat (i32.const 3)) (i8x16.splat (i32.const 17))))
    (i8x16.extract_lane_u 0 (i8x16.swizzle (i8x16.splat (i32.const 9)) (i8x16.splat (i32.const 16))))
    (i32x4.extract_lane 1 (i32x4.trunc_sat_f64x2_s_zero (v128.const f64x2 1.5 -2.9)))
    (i32x4.extract_lane 0
      (i32x4.dot_i16x8_s (v128.const i16x8 1 2 3 4 5 6 7 8) (v128.const i16x8 10 10 3 4 5 6 7 8)))
    (i16x8.extract_lane_s 0
      (i16x8.extmul_low_i8x16_s (i8x16.splat (i32.const -100)) (i8x16.splat (i32.const -3))))
    (i64x2.extract_lane 1 (i64x2.extend_high_i32x4_u (i32x4.splat (i32.const -1))))))

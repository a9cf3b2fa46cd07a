;; Loads and stores of vectors and lanes, unaligned; the last vector of a memory.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "67305985\n269422093\n-2\n254\n7\n0\n1\n"
(module
  (memory 1)
  (data (i32.const 1) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10")
  (data (i32.const 64) "\fe\ff\00\80")
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32)
    (v128.store (i32.const 65520) (v128.load (i32.const 1)))
    (i32.load (i32.const 65520))
    (i32.load (i32.const 65532))
    (i16x8.extract_lane_s 0 (v128.load8x8_s (i32.const 64)))
    (i16x8.extract_lane_s 0 (v128.load8x8_u (i32.const 64)))
    (i8x16.extract_lane_u 9 (v128.load8_splat (i32.const 7)))
    (i32x4.extract_lane 2 (v128.load64_zero (i32.const 1)))
    (v128.store8_lane 5 (i32.const 100) (v128.load8_lane 5 (i32.const 1) (i8x16.splat (i32.const 9))))
    (i32.load8_u (i32.const 100))))

;; A function with the body of `__multi3` becomes a wide multiply where it is called, whatever its
;; name; called indirectly it is the function that it was. Both give the same products, 1000 times.
;;! check = "run"
;;! args = ["--invoke", "differences"]
;;! run_args = ["1000"]
;;! stdout = "0\n"
(module
  (memory 1)
  (type $multiply (func (param i32 i64 i64 i64 i64)))
  (table funcref (elem $c $rust))
  (global $random (mut i64) (i64.const 1))
  (func $c (type $multiply) (local i64)
    local.get 0
    local.get 4 local.get 1 i64.mul
    local.get 2 local.get 3 i64.mul
    i64.add
    local.get 3 i64.const 32 i64.shr_u local.tee 2
    local.get 1 i64.const 32 i64.shr_u local.tee 4
    i64.mul
    i64.add
    local.get 3 i64.const 4294967295 i64.and local.tee 3
    local.get 1 i64.const 4294967295 i64.and local.tee 1
    i64.mul local.tee 5
    i64.const 32 i64.shr_u
    local.get 3 local.get 4 i64.mul
    i64.add local.tee 3
    i64.const 32 i64.shr_u
    i64.add
    local.get 3 i64.const 4294967295 i64.and
    local.get 2 local.get 1 i64.mul
    i64.add local.tee 1
    i64.const 32 i64.shr_u
    i64.add
    i64.store offset=8
    local.get 0
    local.get 1 i64.const 32 i64.shl
    local.get 5 i64.const 4294967295 i64.and
    i64.or
    i64.store)
  (func $rust (type $multiply) (local i64 i64 i64 i64 i64 i64)
    local.get 0
    local.get 3 i64.const 4294967295 i64.and local.tee 5
    local.get 1 i64.const 4294967295 i64.and local.tee 6
    i64.mul local.tee 7
    local.get 3 i64.const 32 i64.shr_u local.tee 8
    local.get 6 i64.mul local.tee 6
    local.get 5
    local.get 1 i64.const 32 i64.shr_u local.tee 9
    i64.mul
    i64.add local.tee 5
    i64.const 32 i64.shl
    i64.add local.tee 10
    i64.store
    local.get 0
    local.get 8 local.get 9 i64.mul
    local.get 5 local.get 6 i64.lt_u i64.extend_i32_u
    i64.const 32 i64.shl
    local.get 5 i64.const 32 i64.shr_u
    i64.or
    i64.add
    local.get 10 local.get 7 i64.lt_u i64.extend_i32_u
    i64.add
    local.get 4 local.get 1 i64.mul
    local.get 3 local.get 2 i64.mul
    i64.add
    i64.add
    i64.store offset=8)
  ;; A number with long runs of equal bits, where carries are.
  (func $next (result i64)
    (global.set $random (i64.add (i64.mul (global.get $random) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
    (i64.shr_s
      (i64.mul (global.get $random) (i64.const 0x9e3779b97f4a7c15))
      (i64.and (global.get $random) (i64.const 63))))
  (func $differ (param $x i32) (param $y i32) (result i32)
    (i32.or
      (i64.ne (i64.load (local.get $x)) (i64.load (local.get $y)))
      (i64.ne (i64.load offset=8 (local.get $x)) (i64.load offset=8 (local.get $y)))))
  (func (export "differences") (param $rounds i32) (result i32)
    (local $a i64) (local $b i64) (local $c i64) (local $d i64) (local $count i32)
    (loop $again
      (local.set $a (call $next)) (local.set $b (call $next))
      (local.set $c (call $next)) (local.set $d (call $next))
      (call $c (i32.const 0) (local.get $a) (local.get $b) (local.get $c) (local.get $d))
      (call $rust (i32.const 16) (local.get $a) (local.get $b) (local.get $c) (local.get $d))
      (call_indirect (type $multiply) (i32.const 32) (local.get $a) (local.get $b) (local.get $c) (local.get $d) (i32.const 0))
      (call_indirect (type $multiply) (i32.const 48) (local.get $a) (local.get $b) (local.get $c) (local.get $d) (i32.const 1))
      (local.set $count
        (i32.add (local.get $count)
          (i32.add
            (call $differ (i32.const 0) (i32.const 16))
            (i32.add (call $differ (i32.const 16) (i32.const 32)) (call $differ (i32.const 32) (i32.const 48))))))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $count)))

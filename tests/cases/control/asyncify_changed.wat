;; Functions under test of the global that Asyncify made do the same whatever that is, at first and after each
;; call: also numbers that no program of Asyncify's has there.
;;! check = "run"
;;! args = ["--invoke", "all"]
;;! stdout = """
;;! 4282793780916738704
;;! """
(module
  (global $state (mut i32) (i32.const 0))
  (func (export "asyncify_get_state") (result i32) (global.get $state))
  ;; Sets the state.
  (func $change (param $to i32) (result i32) (global.set $state (local.get $to)) (i32.const 64))
  (func $run (param $from i32) (param $first i32) (param $second i32) (result i32)
    (local $steps i32)
    (if (i32.eqz (global.get $state)) (then (local.set $steps (i32.const 1))))
    (if (select (i32.and (local.get $from) (i32.const 1)) (i32.const 1) (global.get $state))
      (then
        (local.set $steps (i32.or (local.get $steps) (call $change (local.get $first))))
        (local.set $steps (i32.or (local.get $steps) (i32.const 2)))))
    (if (i32.eqz (global.get $state)) (then (local.set $steps (i32.or (local.get $steps) (i32.const 4)))))
    (if (i32.eq (global.get $state) (i32.const 2))
      (then (local.set $steps (i32.or (local.get $steps) (i32.const 8)))))
    (if (select (i32.and (local.get $from) (i32.const 2)) (i32.const 1) (global.get $state))
      (then
        (local.set $steps (i32.add (local.get $steps) (call $change (local.get $second))))
        (local.set $steps (i32.or (local.get $steps) (i32.const 16)))))
    (if (global.get $state)
      (then (return (i32.add (local.get $steps) (i32.mul (i32.const 1000) (global.get $state))))))
    (i32.or (local.get $steps) (i32.const 32)))
  (func $go (export "go") (param $state i32) (param $from i32) (param $first i32) (param $second i32) (result i32)
    (global.set $state (local.get $state))
    (drop (call $run (local.get $first) (local.get $from) (local.get $second)))
    (global.set $state (local.get $state))
    (call $run (local.get $from) (local.get $first) (local.get $second)))
  (func $all (export "all") (result i64)
    (local $n i32) (local $sum i64)
    (loop $next
      (local.set $sum (i64.add (i64.mul (local.get $sum) (i64.const 31))
       (i64.extend_i32_u (call $go (i32.and (local.get $n) (i32.const 3))
         (i32.and (i32.shr_u (local.get $n) (i32.const 2)) (i32.const 3))
         (i32.and (i32.shr_u (local.get $n) (i32.const 4)) (i32.const 3))
         (i32.and (i32.shr_u (local.get $n) (i32.const 6)) (i32.const 3))))))
      (br_if $next (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 256))))
    (local.get $sum)))

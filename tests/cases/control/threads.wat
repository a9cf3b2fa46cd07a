;; Blocks that are handed numbers and branch on them, of which it is known on some ways what they are; what is computed
;; before the branch is used behind it.
;;! check = "run"
;;! args = ["--invoke", "all"]
;;! stdout = "12\n1012\n5\n1005\n9\n20\n1104\n302\n11\n"
(module
  (memory 1)
  ;; Neither the flag nor the sum is the same on all ways, and both are used behind.
  (func $merged (param $x i32) (param $y i32) (result i32) (local $flag i32) (local $sum i32)
    (block $out
      (block $join
        (local.set $sum (local.get $y))
        (br_if $join (i32.eqz (local.get $x)))
        (local.set $flag (i32.lt_u (local.get $y) (i32.const 4)))
        (local.set $sum (i32.add (local.get $x) (local.get $y))))
      (local.set $sum (i32.add (local.get $sum) (local.get $flag)))
      (br_if $out (i32.eqz (local.get $flag)))
      (local.set $sum (i32.add (local.get $sum) (i32.const 1000))))
    (i32.add (local.get $sum) (i32.shl (local.get $flag) (i32.const 1))))
  ;; The first entry that has this key, as hash tables look for it: whether it is there is a number.
  (func $find (param $key i32) (param $count i32) (result i32)
    (local $entry i32) (local $is_it i32) (local $before i32) (local $after i32)
    (loop $next (result i32)
      (local.set $before (i32.load offset=60 (i32.const 0)))
      (local.set $after (local.get $before))
      (local.set $is_it (i32.const 0))
      (if (i32.eq (local.get $key) (i32.load8_u (local.get $entry)))
        (then
          (local.set $is_it (i32.load8_u offset=32 (local.get $entry)))
          (i32.store offset=60 (i32.const 0) (i32.add (local.get $before) (i32.const 1)))
          (local.set $after (i32.load offset=60 (i32.const 0)))))
      (if (result i32) (i32.and (i32.eq (local.get $before) (local.get $after)) (i32.const 1))
        (then
          (if (result i32) (local.get $is_it)
            (then (i32.const -1))
            (else
              (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
              (br_if $next (i32.lt_u (local.get $entry) (local.get $count)))
              (i32.const 300)
              (i32.add (local.get $after)))))
        (else
          (if (result i32) (local.get $is_it)
            (then (i32.add (i32.const 1100) (local.get $entry)))
            (else
              (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
              (br_if $next (i32.lt_u (local.get $entry) (local.get $count)))
              (i32.add (i32.const 300) (local.get $after))))))))
  ;; A loop whose condition is known when it begins.
  (func $counted (param $n i32) (result i32) (local $i i32) (local $sum i32)
    (block $out
      (loop $again
        (br_if $out (i32.gt_u (local.get $i) (i32.const 4)))
        (local.set $sum (i32.add (local.get $sum) (i32.xor (local.get $i) (local.get $n))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (local.get $sum))
  ;; Signed and unsigned, of constants on each way.
  (func $signs (param $x i32) (result i32) (local $a i32) (local $b i32)
    (if (local.get $x)
      (then (local.set $a (i32.const -1)) (local.set $b (i32.const 1)))
      (else (local.set $a (i32.const 2)) (local.set $b (i32.const -3))))
    (i32.add
      (if (result i32) (i32.lt_s (local.get $a) (local.get $b)) (then (i32.const 8)) (else (i32.const 16)))
      (if (result i32) (i32.lt_u (local.get $a) (local.get $b)) (then (i32.const 4)) (else (i32.const 1)))))
  (func (export "all")
    (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (i32.store8 (i32.const 0) (i32.const 7))
    (i32.store8 (i32.const 4) (i32.const 9))
    (i32.store8 offset=32 (i32.const 4) (i32.const 1))
    (call $merged (i32.const 0) (i32.const 12))
    (call $merged (i32.const 6) (i32.const 3))
    (call $merged (i32.const 0) (i32.const 5))
    (call $merged (i32.const 1) (i32.const 1))
    (call $signs (i32.const 1))
    (call $signs (i32.const 0))
    (call $find (i32.const 9) (i32.const 8))
    (call $find (i32.const 7) (i32.const 8))
    (call $counted (i32.const 1))))

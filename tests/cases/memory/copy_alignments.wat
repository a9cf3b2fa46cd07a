;; Copies and fills of all short lengths, at all alignments and distances, change what they should and no more.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "0\n"
(module
  (memory 1)
  ;; 256 bytes at $at, no two words alike.
  (func $prepare (param $at i32) (local $i i32)
    (loop $next
      (i64.store (i32.add (local.get $at) (local.get $i))
        (i64.mul (i64.extend_i32_u (i32.add (local.get $i) (i32.const 13))) (i64.const 0x9e3779b97f4a7c15)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 256)))))
  ;; Whether the 256 bytes at 1024 and at 2048 differ.
  (func $differ (result i32) (local $i i32)
    (loop $next
      (if (i64.ne (i64.load offset=1024 (local.get $i)) (i64.load offset=2048 (local.get $i)))
        (then (return (i32.const 1))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 256))))
    (i32.const 0))
  ;; Byte by byte, by way of 4096.
  (func $copy (param $to i32) (param $from i32) (param $len i32) (local $i i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $i) (local.get $len)))
      (i32.store8 offset=4096 (local.get $i) (i32.load8_u (i32.add (local.get $from) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next)))
    (local.set $i (i32.const 0))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $i) (local.get $len)))
      (i32.store8 (i32.add (local.get $to) (local.get $i)) (i32.load8_u offset=4096 (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next))))
  (func $fill (param $to i32) (param $byte i32) (param $len i32) (local $i i32)
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $i) (local.get $len)))
      (i32.store8 (i32.add (local.get $to) (local.get $i)) (local.get $byte))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next))))
  ;; The number of lengths and places that went wrong.
  (func (export "test") (result i32) (local $to i32) (local $from i32) (local $len i32) (local $wrong i32)
    (loop $lens
      (local.set $to (i32.const 0))
      (loop $tos
        (local.set $from (i32.const 0))
        (loop $froms
          (call $prepare (i32.const 1024))
          (call $prepare (i32.const 2048))
          (memory.copy
            (i32.add (i32.const 1024) (local.get $to)) (i32.add (i32.const 1024) (local.get $from))
            (local.get $len))
          (call $copy
            (i32.add (i32.const 2048) (local.get $to)) (i32.add (i32.const 2048) (local.get $from))
            (local.get $len))
          (local.set $wrong (i32.add (local.get $wrong) (call $differ)))
          (br_if $froms (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 1))) (i32.const 20))))
        (memory.fill (i32.add (i32.const 1024) (local.get $to)) (local.get $len) (local.get $len))
        (call $fill (i32.add (i32.const 2048) (local.get $to)) (local.get $len) (local.get $len))
        (local.set $wrong (i32.add (local.get $wrong) (call $differ)))
        (br_if $tos (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 1))) (i32.const 20))))
      (br_if $lens (i32.lt_u (local.tee $len (i32.add (local.get $len) (i32.const 1))) (i32.const 83))))
    (local.get $wrong)))

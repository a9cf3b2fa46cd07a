;; Copies and fills whose length is constant write what copying byte by byte writes: for each length, ranges that
;; overlap either way by any distance, and their neighbours untouched.
;;! check = "run"
;;! args = ["--invoke", "differences"]
;;! stdout = "0\n"
(module
  (memory 1)
  (type $copy (func (param i32 i32)))
  (table funcref (elem $copy16 $copy17 $copy24 $copy31 $copy32 $copy33 $copy47 $copy48 $copy72 $copy100 $copy128 $copy136 $copy143 $copy144 $copy145 $fill16 $fill17 $fill31 $fill32 $fill100 $fill255 $fill256 $fill257))
  (func $copy16 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 16)))
  (func $copy17 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 17)))
  (func $copy24 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 24)))
  (func $copy31 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 31)))
  (func $copy32 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 32)))
  (func $copy33 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 33)))
  (func $copy47 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 47)))
  (func $copy48 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 48)))
  (func $copy72 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 72)))
  (func $copy100 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 100)))
  (func $copy128 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 128)))
  (func $copy136 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 136)))
  (func $copy143 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 143)))
  (func $copy144 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 144)))
  (func $copy145 (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const 145)))
  (func $fill16 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 16)))
  (func $fill17 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 17)))
  (func $fill31 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 31)))
  (func $fill32 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 32)))
  (func $fill100 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 100)))
  (func $fill255 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 255)))
  (func $fill256 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 256)))
  (func $fill257 (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const 257)))
  (data (i32.const 0) "\10\00\11\00\18\00\1f\00\20\00\21\00\2f\00\30\00\48\00\64\00\80\00\88\00\8f\00\90\00\91\00\10\00\11\00\1f\00\20\00\64\00\ff\00\00\01\01\01")
  ;; The bytes at 1024 and at 4096 are made the same.
  (func $prepare (local $i i32)
    (loop $next
      (i32.store8 offset=1024 (local.get $i) (i32.mul (local.get $i) (i32.const 167)))
      (i32.store8 offset=4096 (local.get $i) (i32.mul (local.get $i) (i32.const 167)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1024)))))
  ;; How many of them differ.
  (func $compare (result i32) (local $i i32) (local $count i32)
    (loop $next
      (local.set $count (i32.add (local.get $count) (i32.ne
        (i32.load8_u offset=1024 (local.get $i)) (i32.load8_u offset=4096 (local.get $i)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1024))))
    (local.get $count))
  (func $bytewise (param $to i32) (param $from i32) (param $len i32) (local $step i32) (local $i i32)
    (local.set $step (i32.const 1))
    (if (i32.gt_u (local.get $to) (local.get $from)) (then
      (local.set $step (i32.const -1))
      (local.set $i (i32.sub (local.get $len) (i32.const 1)))))
    (loop $next
      (i32.store8 (i32.add (local.get $to) (local.get $i))
        (i32.load8_u (i32.add (local.get $from) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (local.get $step)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $len)))))
  (func $fillwise (param $to i32) (param $byte i32) (param $len i32)
    (loop $next
      (local.set $len (i32.sub (local.get $len) (i32.const 1)))
      (i32.store8 (i32.add (local.get $to) (local.get $len)) (local.get $byte))
      (br_if $next (local.get $len))))
  (func (export "differences") (result i32) (local $which i32) (local $len i32) (local $far i32) (local $count i32)
    (loop $length
      (local.set $len (i32.load16_u (i32.shl (local.get $which) (i32.const 1))))
      (local.set $far (i32.const -300))
      (loop $distance
        (call $prepare)
        (if (i32.lt_u (local.get $which) (i32.const 15)) (then
          (call_indirect (type $copy) (i32.add (i32.const 1424) (local.get $far)) (i32.const 1424) (local.get $which))
          (call $bytewise (i32.add (i32.const 4496) (local.get $far)) (i32.const 4496) (local.get $len)))
        (else
          (call_indirect (type $copy) (i32.add (i32.const 1424) (local.get $far)) (local.get $far) (local.get $which))
          (call $fillwise (i32.add (i32.const 4496) (local.get $far)) (local.get $far) (local.get $len))))
        (local.set $count (i32.add (local.get $count) (call $compare)))
        (br_if $distance (i32.lt_s (local.tee $far (i32.add (local.get $far) (i32.const 7))) (i32.const 300))))
      (br_if $length (i32.lt_u (local.tee $which (i32.add (local.get $which) (i32.const 1))) (i32.const 23))))
    (local.get $count)))

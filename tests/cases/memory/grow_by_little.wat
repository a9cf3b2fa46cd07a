;; A large memory that grows page by page: each new page is zeros and can be written, and the old ones are as they were.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! stdout = """
;;! 400
;;! 8100
;;! """
(module
  (memory 280)
  (func (export "go") (result i32 i32)
    (local $page i32) (local $sum i32) (local $at i32)
    (loop $next
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.eq (local.get $page) (i32.const -1)) (then (unreachable)))
      ;; All of it is zeros.
      (local.set $at (i32.const 0))
      (loop $word
        (if (i64.ne (i64.load (i32.add (i32.shl (local.get $page) (i32.const 16)) (local.get $at))) (i64.const 0))
          (then (unreachable)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $word (i32.lt_u (local.get $at) (i32.const 65536))))
      (i32.store offset=65532 (i32.shl (local.get $page) (i32.const 16)) (local.get $page))
      (br_if $next (i32.lt_u (memory.size) (i32.const 400))))
    ;; From the first that was added on.
    (local.set $page (i32.const 280))
    (loop $next
      (local.set $sum
        (i32.add (local.get $sum) (i32.sub (i32.load offset=65532 (i32.shl (local.get $page) (i32.const 16))) (i32.const 272))))
      (local.set $page (i32.add (local.get $page) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $page) (memory.size))))
    (memory.size) (local.get $sum)))

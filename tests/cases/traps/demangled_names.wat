;; Rust (legacy and v0) and C++ names are demangled in backtraces.
;;! check = "run"
;;! exit = 134
;;! stderr = ["  0: core::str::slice_error_fail (", "\n  1: Shape::area", "\n  2: mycrate::example", "\n  3: plain_name"]
;;! absent = ["_ZN", "_RNv", "h1234567890abcdef"]
(module
  (func $_ZN4core3str16slice_error_fail17h1234567890abcdefE (unreachable))
  (func $_ZNK5Shape4areaEd (call $_ZN4core3str16slice_error_fail17h1234567890abcdefE) (unreachable))
  (func $_RNvCskwGfYPst2Cb_7mycrate7example (call $_ZNK5Shape4areaEd) (unreachable))
  (func $plain_name (export "_start") (call $_RNvCskwGfYPst2Cb_7mycrate7example) (unreachable)))

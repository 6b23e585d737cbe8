;; Bugs of the wrap table. See HeapPatches for the form.

fault wrap-after-sweep in $collect
-    (call $sweep_wrappers)

fault wrap-after-sweep in $collect
     (if (global.get $hardened) (then (call $sweep_hardened)) (else (call $sweep_vera)))
+    (call $sweep_wrappers)

fault wrap-unrooted in $register_wrapper
-        (call $shadow_push (local.get $pointer))

fault wrap-no-bound in $register_wrapper
     (local $sp i32)
-    (if (i32.ge_u (global.get $wrap_ptr) (global.get $gc_heap_start))
+    (if (i32.const 0)

fault wrap-entry-lost in $sweep_wrappers
-              (local.set $to (i32.add (local.get $to) (i32.const 16))))
+              )

fault decref-live in $sweep_wrappers
-          (if (call $is_marked (i32.load (local.get $from)))
+          (if (i32.const 0)

fault wrap-never-released in $sweep_wrappers
-              (call $host_decref_handle (i32.load offset=4 (local.get $from)) (i32.load offset=8 (local.get $from)))

fault wrap-table-rooted in $mark_hardened
-    (call $clear_hardened)
-    (call $seed_hardened)
+    (local $at i32)
+    (call $clear_hardened)
+    (call $seed_hardened)
+    (local.set $at (global.get $gc_worklist_end))
+    (loop $walk
+      (if (i32.lt_u (local.get $at) (global.get $wrap_ptr))
+        (then
+          (call $reach (i32.load (local.get $at)))
+          (call $trace_hardened)
+          (local.set $at (i32.add (local.get $at) (i32.const 16)))
+          (br $walk))))

;; Bugs of the shadow stack. See HeapPatches for the form.

fault root-seed-skips-top in $seed_vera
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))

fault root-seed-skips-top in $seed_hardened
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if (i32.lt_u (i32.add (local.get $at) (i32.const 4)) (global.get $gc_sp))

fault shadow-no-bound in $reset
-    (global.set $shadow_end (global.get $gc_stack_limit))
+    (global.set $shadow_end
+      (i32.add (i32.add (global.get $gc_stack_limit) (local.get $worklist_bytes)) (local.get $wrap_bytes)))

fault root-seed-past-top in $seed_vera
           (br $walk))))
+    (if (call $is_candidate (i32.load (global.get $gc_sp)))
+      (then (call $push_vera (i32.load (global.get $gc_sp)))))

fault root-seed-past-top in $seed_hardened
           (br $walk))))
+    (call $reach (call $slot (global.get $gc_sp)))
+    (call $trace_hardened)

fault spill-unseen in $seed_hardened
-      (if (i32.lt_u (local.get $at) (global.get $gc_sp))
+      (if
+        (i32.and
+          (i32.lt_u (local.get $at) (global.get $gc_sp))
+          (i32.lt_u (local.get $at) (global.get $shadow_end)))

fault spill-short in $slot
-      (then (return (i32.load $spill (i32.sub (local.get $at) (global.get $shadow_end))))))
+      (then
+        (return
+          (i32.load $spill
+            (i32.and (i32.sub (local.get $at) (global.get $shadow_end)) (i32.const 127))))))

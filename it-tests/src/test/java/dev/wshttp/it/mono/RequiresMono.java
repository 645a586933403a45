// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import dev.wshttp.it.process.RequiresPrograms;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The tests of the class run where Mono is installed; with {@code WSHTTP_REQUIRE_MONO=true} they fail where it is not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RequiresPrograms(
        value = {"mono", "mcs"},
        packages = "mono-runtime mono-mcs libmono-system-servicemodel4.0a-cil libmono-system-identitymodel4.0-cil",
        mandatoryIf = "WSHTTP_REQUIRE_MONO")
public @interface RequiresMono {}

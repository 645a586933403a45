// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.mono;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The tests of the class run where Mono is installed; with {@code WSHTTP_REQUIRE_MONO=true} they fail where it is not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresMono.Condition.class)
@interface RequiresMono {
    /** Looks for Mono's runtime and compiler on the PATH. */
    final class Condition implements ExecutionCondition {
        private static final String MANDATORY = "WSHTTP_REQUIRE_MONO";
        private static final String ABSENT =
                "Mono is not installed (expected 'mono' and 'mcs' on the PATH). On Debian: apt-get install mono-runtime"
                        + " mono-mcs libmono-system-servicemodel4.0a-cil libmono-system-identitymodel4.0-cil";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Stream.of("mono", "mcs").allMatch(Condition::isOnPath)) {
                return ConditionEvaluationResult.enabled("Mono is installed");
            }
            if (Boolean.parseBoolean(System.getenv(MANDATORY))) {
                throw new IllegalStateException(ABSENT + ", or unset " + MANDATORY + ".");
            }
            LoggerFactory.getLogger(RequiresMono.class).warn("Skipped {}: {}", context.getDisplayName(), ABSENT);
            return ConditionEvaluationResult.disabled(ABSENT);
        }

        private static boolean isOnPath(String program) {
            String path = System.getenv().getOrDefault("PATH", "");
            return List.of(path.split(File.pathSeparator)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}

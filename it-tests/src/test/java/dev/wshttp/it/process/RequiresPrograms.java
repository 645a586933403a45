// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.process;

import static java.util.Objects.requireNonNullElse;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.LoggerFactory;

/** The tests of a class need programs of others. Where they are not installed, one line says so; or the tests fail, if they must run. */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresPrograms.Condition.class)
public @interface RequiresPrograms {
    /** Returns the programs, looked for on the PATH. */
    String[] value();

    /** Returns the packages of Debian that have them. */
    String packages();

    /** Returns the environment variable that is {@code true} where the tests must run. */
    String mandatoryIf();

    /** Looks for the programs. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var required = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RequiresPrograms.class)
                    .orElseThrow();
            List<String> absent = List.of(required.value()).stream()
                    .filter(program -> !isOnPath(program))
                    .toList();
            if (absent.isEmpty()) {
                return ConditionEvaluationResult.enabled("installed");
            }
            String reason =
                    absent + " not found (expected on the PATH). On Debian: apt-get install " + required.packages();
            if (Boolean.parseBoolean(System.getenv(required.mandatoryIf()))) {
                throw new IllegalStateException(reason + ", or unset " + required.mandatoryIf() + ".");
            }
            if (context.getTestMethod().isEmpty()) {
                LoggerFactory.getLogger(RequiresPrograms.class)
                        .warn("Skipped {}: {}", context.getDisplayName(), reason);
            }
            return ConditionEvaluationResult.disabled(reason);
        }

        private static boolean isOnPath(String program) {
            return List.of(requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}

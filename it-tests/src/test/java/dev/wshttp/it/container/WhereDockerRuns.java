// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class, and says why, on a machine without {@link DockerEngine}; fails it where there has to be one. */
final class WhereDockerRuns implements ExecutionCondition {
    private final DockerEngine engine;

    /** For JUnit. */
    WhereDockerRuns() {
        this(DockerEngine.ofThisMachine());
    }

    WhereDockerRuns(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return engine.isThere()
                ? ConditionEvaluationResult.enabled("There is a Docker engine.")
                : ConditionEvaluationResult.disabled(DockerEngine.NONE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The tests of the class run where {@code redis-server} is installed; with {@code WSHTTP_REQUIRE_REDIS=true} they fail where it is not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRedis.Condition.class)
public @interface RequiresRedis {
    /** Looks for the program. */
    final class Condition implements ExecutionCondition {
        private static final String MANDATORY = "WSHTTP_REQUIRE_REDIS";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (RedisServer.isInstalled()) {
                return ConditionEvaluationResult.enabled("installed");
            }
            String reason = "redis-server not found (expected on the PATH). On Debian: apt-get install redis-server";
            if (Boolean.parseBoolean(System.getenv(MANDATORY))) {
                throw new IllegalStateException(reason + ", or unset " + MANDATORY + ".");
            }
            if (context.getTestMethod().isEmpty()) {
                LoggerFactory.getLogger(RequiresRedis.class).warn("Skipped {}: {}", context.getDisplayName(), reason);
            }
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.protection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The protection level of a contract, an operation, a header or a declared fault (WCF: {@code ProtectionLevel} of {@code ServiceContract},
 * {@code OperationContract}, {@code MessageHeader} and {@code FaultContract}). What is said nearer wins; where nothing is said, the level of what is
 * around holds, and at last {@link ProtectionLevel#ENCRYPT_AND_SIGN}.
 *
 * <pre>{@code
 * @WebService
 * @MessageProtection(ProtectionLevel.SIGN)
 * public interface Orders {
 *     @MessageProtection(request = ProtectionLevel.ENCRYPT_AND_SIGN)
 *     String place(
 *             @WebParam(name = "order") String order,
 *             @WebParam(name = "Tenant", header = true, targetNamespace = "urn:orders") @MessageProtection(ProtectionLevel.SIGN) String tenant);
 * }
 * }</pre>
 *
 * <p>It has to stand on the service endpoint interface, or on the class if there is none; on a parameter it is for a header
 * ({@code @WebParam(header = true)}), and on an exception class ({@code @WebFault}) for that fault. A contract without this annotation stays as it is
 * without levels: bodies are encrypted, and headers signed only. As soon as it has one, headers without one have WCF's default, which is the level of their message.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface MessageProtection {
    /** The level of both directions; at most one value. Without one, that of what is around. */
    ProtectionLevel[] value() default {};

    /** The level of the request alone; at most one value. For an interface or a method. */
    ProtectionLevel[] request() default {};

    /** The level of the reply alone; at most one value. For an interface or a method. */
    ProtectionLevel[] reply() default {};

    /** The level of a header that the method returns ({@code @WebResult(header = true)}); at most one value. For a method. */
    ProtectionLevel[] resultHeader() default {};
}

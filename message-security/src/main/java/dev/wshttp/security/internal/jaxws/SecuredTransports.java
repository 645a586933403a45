// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.pipe.ClientTubeAssemblerContext;
import com.sun.xml.ws.api.pipe.TransportTubeFactory;
import com.sun.xml.ws.api.pipe.Tube;
import dev.wshttp.security.MessageSecurityFeature;
import org.jspecify.annotations.Nullable;

/** Gives ports with the feature the {@link DirectTransport}, and no others. The RI finds this class by its {@code ServiceLoader}. */
public final class SecuredTransports extends TransportTubeFactory {
    /** Creates the factory; called by the {@code ServiceLoader}. */
    public SecuredTransports() {}

    @Override
    public @Nullable Tube doCreate(ClientTubeAssemblerContext context) {
        MessageSecurityFeature feature = context.getBinding().getFeature(MessageSecurityFeature.class);
        String scheme = context.getAddress().getURI().getScheme();
        boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        return feature == null || !isHttp
                ? null
                : new DirectTransport(context.getCodec(), context.getBinding(), feature.binding());
    }
}

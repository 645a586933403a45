// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.WSFeatureList;
import com.sun.xml.ws.api.model.wsdl.WSDLFeaturedObject;
import com.sun.xml.ws.binding.WebServiceFeatureList;
import jakarta.xml.ws.WebServiceFeature;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Locator;

/**
 * Features that apply if the list of a port or an endpoint has no feature of the same type. A validator of the RI runs while the RI iterates over
 * the list, so it cannot add to the list itself.
 */
record FeatureDefaults(WebServiceFeatureList defaults) implements WSDLFeaturedObject {
    static void give(WSFeatureList features, WebServiceFeature... defaults) {
        ((WebServiceFeatureList) features)
                .setParentFeaturedObject(new FeatureDefaults(new WebServiceFeatureList(defaults)));
    }

    @Override
    public <F extends WebServiceFeature> @Nullable F getFeature(Class<F> type) {
        return defaults.get(type);
    }

    @Override
    public WSFeatureList getFeatures() {
        return defaults;
    }

    @Override
    public void addFeature(WebServiceFeature feature) {
        defaults.add(feature);
    }

    @Override
    public @Nullable Locator getLocation() {
        return null;
    }
}

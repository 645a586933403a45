// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Security;

/// <summary>WSHttpBinding with certificates, without negotiation and without a session.</summary>
public static class DirectMode
{
    /// <summary>The binding as its user writes it.</summary>
    public static WSHttpBinding AsConfigured(string suite)
    {
        var binding = new WSHttpBinding(SecurityMode.Message);
        var message = binding.Security.Message;
        message.ClientCredentialType = MessageCredentialType.Certificate;
        message.NegotiateServiceCredential = false;
        message.EstablishSecurityContext = false;
        message.AlgorithmSuite = Named(suite);
        return binding;
    }

    /// <summary>The same elements with the suite that was asked for: Mono's WSHttpBinding never looks at AlgorithmSuite.</summary>
    public static Binding WithSuite(string suite)
    {
        BindingElementCollection elements = AsConfigured(suite).CreateBindingElements();
        elements.Find<SymmetricSecurityBindingElement>().DefaultAlgorithmSuite = Named(suite);
        return new CustomBinding(elements);
    }

    private static SecurityAlgorithmSuite Named(string suite)
    {
        const BindingFlags Property = BindingFlags.Static | BindingFlags.Public | BindingFlags.IgnoreCase;
        return (SecurityAlgorithmSuite)typeof(SecurityAlgorithmSuite).GetProperty(suite, Property).GetValue(null, null);
    }
}

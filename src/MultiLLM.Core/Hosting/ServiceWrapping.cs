using Microsoft.Extensions.DependencyInjection;

namespace MultiLLM.Core.Hosting;

internal static class ServiceWrapping
{
    /// <summary>Puts something around the service that is registered.</summary>
    public static IServiceCollection Wrap<T>(this IServiceCollection services, Func<T, IServiceProvider, T> around) where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        return services.AddSingleton(provider => around(
            (T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider));
    }
}

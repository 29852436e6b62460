using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace MultiLLM.Client;

/// <summary>Registration in dependency injection.</summary>
public static class MultiLLMServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="MultiLLMClient"/>, and from it an <see cref="IChatClient"/> and an
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> that let the service pick the model.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="baseAddress">Where the service listens, for example http://127.0.0.1:8007.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddMultiLLMClient(
        this IServiceCollection services, Uri baseAddress, Action<MultiLLMClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(baseAddress);
        var options = new MultiLLMClientOptions();
        configure?.Invoke(options);
        return services
            .AddSingleton(_ => new MultiLLMClient(baseAddress, options))
            .AddSingleton(provider => provider.GetRequiredService<MultiLLMClient>().AsChatClient())
            .AddSingleton(provider => provider.GetRequiredService<MultiLLMClient>().AsEmbeddingGenerator());
    }
}

using Microsoft.Extensions.Logging;
using MultiLLM.Client;
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Live;

/// <summary>The figures that whoever looks at a page may see: administrators everybody's, which all their pages share, others their own.</summary>
public sealed class PersonTraffic(TrafficFeed all, MultiLLMClient person, LiveFeed live, TimeProvider time, ILogger<TrafficFeed> logger) : IAsyncDisposable
{
    private TrafficFeed? _own;

    public TrafficFeed Of(PersonIdentity who) => who.IsAdmin ? all : _own ??= new TrafficFeed(person, live, time, logger);

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}

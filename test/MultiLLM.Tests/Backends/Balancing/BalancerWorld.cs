using MultiLLM.Core.Backends;
using MultiLLM.Core.Backends.Balancing;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Balancing;

/// <summary>A balancer with callers whose answers are checked as they come.</summary>
internal sealed class BalancerWorld : IBalancerEffects
{
    private readonly Dictionary<long, HashSet<string>> _asking = [];
    private readonly Dictionary<string, int> _most;
    private readonly Dictionary<string, List<TimeSpan>> _starts = [];
    private long _number;

    public BalancerWorld(params RemoteServer[] servers)
    {
        Balancer = new ServerBalancer("far", this);
        _most = servers.ToDictionary(server => server.Name, server => server.MaxConcurrent ?? int.MaxValue);
        Servers = servers;
        Balancer.Configure(servers, Now);
    }

    public ServerBalancer Balancer { get; }
    public RemoteServer[] Servers { get; private set; }
    public TimeSpan Now { get; private set; }
    public Dictionary<long, Seat> Seats { get; } = [];
    public Dictionary<long, Error> Refused { get; } = [];
    public List<string> News { get; } = [];
    public IReadOnlyCollection<long> Asking => _asking.Keys;

    public static RemoteServer Server(string name, int? most = null, int? perMinute = null, double weight = 1) => new()
    {
        Name = name, Url = new Uri($"http://{name}/v1/"), Model = "m", MaxConcurrent = most, RequestsPerMinute = perMinute, Weight = weight,
    };

    public long Ask(bool mayWait = true, params string[] tried)
    {
        var number = ++_number;
        _asking[number] = [.. tried];
        Balancer.Ask(number, _asking[number], mayWait, Now);
        return number;
    }

    public void Done(long waiter, ServerOutcome outcome)
    {
        Assert.True(Seats.Remove(waiter, out var seat));
        Balancer.Done(seat!, outcome, Now);
    }

    public void Leave(long waiter)
    {
        if (Balancer.Leave(waiter))
            Assert.True(_asking.Remove(waiter));
    }

    public void Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Balancer.Tick(Now);
    }

    public void Configure(params RemoteServer[] servers)
    {
        Servers = servers;
        foreach (var server in servers)
            _most[server.Name] = server.MaxConcurrent ?? int.MaxValue;
        Balancer.Configure(servers, Now);
    }

    public void Grant(long waiter, Seat seat)
    {
        Assert.True(_asking.Remove(waiter, out var tried), "nobody waits under this number");
        Assert.DoesNotContain(seat.Server.Name, tried!);
        Seats.Add(waiter, seat);
        Assert.True(Seats.Values.Count(other => other.Server.Name == seat.Server.Name) <= Math.Max(_most[seat.Server.Name], 1), $"{seat.Server.Name} has more requests than it may");
        var starts = _starts.TryGetValue(seat.Server.Name, out var known) ? known : _starts[seat.Server.Name] = [];
        starts.Add(Now);
        if (seat.Server.RequestsPerMinute is { } most)
            Assert.True(starts.Count(at => Now - at < TimeSpan.FromMinutes(1)) <= most, $"{seat.Server.Name} got more than {most} requests in a minute");
    }

    public void Refuse(long waiter, Error error)
    {
        Assert.True(_asking.Remove(waiter), "nobody waits under this number");
        Refused.Add(waiter, error);
    }

    public void CircuitOpened(RemoteServer server, ServerVerdict why, string? reason) => News.Add($"{server.Name} down: {why}");

    public void CircuitClosed(RemoteServer server) => News.Add($"{server.Name} up");
}

using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

/// <summary>Plays the world around the scheduler and checks each order against what must always hold.</summary>
internal sealed class RecordedEffects(ResidencyRules rules) : IResidencyEffects
{
    public Dictionary<long, string> Loading { get; } = [];
    public Dictionary<long, string> Ready { get; } = [];
    public Dictionary<long, string> Unloading { get; } = [];
    public Dictionary<long, int> Leases { get; } = [];

    /// <summary>By load; every order ever given.</summary>
    public Dictionary<long, LoadOrder> Orders { get; } = [];

    /// <summary>Waiter to load.</summary>
    public Dictionary<long, long> Granted { get; } = [];
    public Dictionary<long, Error> Failed { get; } = [];
    public Dictionary<long, Result<bool>> UnloadAnswers { get; } = [];
    public HashSet<long> Gone { get; } = [];
    public List<string> LoadOrder { get; } = [];
    public List<ResidencyEvent> Events { get; } = [];

    /// <summary>Set while the service is told to stop without regard to requests.</summary>
    public bool Ruthless { get; set; }

    /// <summary>Checks more when a load is ordered.</summary>
    public Action<LoadOrder>? OnLoad { get; set; }

    /// <summary>Checks more when a loaded model is told to leave.</summary>
    public Action<long, Error>? OnUnload { get; set; }

    public IEnumerable<long> Present => Loading.Keys.Concat(Ready.Keys).Concat(Unloading.Keys);

    public void StartLoad(LoadOrder order)
    {
        Assert.DoesNotContain(order.Model.Id, Present.Select(load => Orders[load].Model.Id));
        Loading.Add(order.Load, order.Model.Id);
        Orders.Add(order.Load, order);
        LoadOrder.Add(order.Model.Id);
        var here = Present.Count(load => Orders[load].Host == order.Host);
        Assert.True(here <= order.Host.MaxModels, $"{here} models, the limit is {order.Host.MaxModels}");
        Assert.Contains(order.Host, rules.Hosts);
        OnLoad?.Invoke(order);
    }

    public void Unload(long load, Error reason)
    {
        if (Loading.Remove(load, out var loading))
        {
            Unloading.Add(load, loading);
            return;
        }
        Assert.True(Ready.Remove(load, out var model), "unload of a model that is not loaded");
        Assert.True(Ruthless || Leases.GetValueOrDefault(load) == 0, "unload of a leased model");
        OnUnload?.Invoke(load, reason);
        Unloading.Add(load, model);
    }

    public void Grant(long waiter, long load)
    {
        AnswerOnce(waiter);
        Assert.True(Ready.ContainsKey(load), "a lease of a model that is not loaded");
        Granted.Add(waiter, load);
        Leases[load] = Leases.GetValueOrDefault(load) + 1;
    }

    public void Fail(long waiter, Error error)
    {
        AnswerOnce(waiter);
        Failed.Add(waiter, error);
    }

    public void AnswerUnload(long asker, Result<bool> answer)
    {
        Assert.False(UnloadAnswers.ContainsKey(asker), "an unload answered twice");
        UnloadAnswers.Add(asker, answer);
    }

    public void Report(ResidencyEvent happened)
    {
        Assert.NotEmpty(happened.Reason);
        Events.Add(happened);
    }

    private void AnswerOnce(long waiter)
    {
        Assert.False(Granted.ContainsKey(waiter) || Failed.ContainsKey(waiter), "a waiter answered twice");
        Assert.DoesNotContain(waiter, Gone);
    }
}

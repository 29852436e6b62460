using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Residency;

/// <summary>Plays the world around the scheduler and checks each order against what must always hold.</summary>
internal sealed class RecordedEffects(int maxModels) : IResidencyEffects
{
    public Dictionary<long, string> Loading { get; } = [];
    public Dictionary<long, string> Ready { get; } = [];
    public Dictionary<long, string> Unloading { get; } = [];
    public Dictionary<long, int> Leases { get; } = [];

    /// <summary>Waiter to load.</summary>
    public Dictionary<long, long> Granted { get; } = [];
    public Dictionary<long, Error> Failed { get; } = [];
    public Dictionary<long, Result<bool>> UnloadAnswers { get; } = [];
    public HashSet<long> Gone { get; } = [];
    public List<string> LoadOrder { get; } = [];

    /// <summary>Set while the service is told to stop without regard to requests.</summary>
    public bool Ruthless { get; set; }

    public int Present => Loading.Count + Ready.Count + Unloading.Count;

    public void StartLoad(long load, ModelDefinition model)
    {
        Assert.DoesNotContain(model.Id, Loading.Values.Concat(Ready.Values).Concat(Unloading.Values));
        Loading.Add(load, model.Id);
        LoadOrder.Add(model.Id);
        Assert.True(Present <= maxModels, $"{Present} models, the limit is {maxModels}");
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

    private void AnswerOnce(long waiter)
    {
        Assert.False(Granted.ContainsKey(waiter) || Failed.ContainsKey(waiter), "a waiter answered twice");
        Assert.DoesNotContain(waiter, Gone);
    }
}

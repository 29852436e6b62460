using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Runners;

/// <summary>Typed access to what rides along a streamed answer in <see cref="ChatResponseUpdate.AdditionalProperties"/>.</summary>
public static class GenerationMetadata
{
    private const string LogProbsKey = "multillm.logprobs";
    private const string FinishedKey = "multillm.finished";
    private const string StartedKey = "multillm.started";
    private const string PolicyKey = "multillm.policy";
    private const string DecisionKey = "multillm.decision";
    private const string ExtrasKey = "multillm.extras";
    private const string EstimatedKey = "multillm.estimated";
    private const string CostKey = "multillm.cost";

    extension(ChatResponseUpdate update)
    {
        /// <summary>Log probabilities of the tokens in this update.</summary>
        public IReadOnlyList<TokenLogprob>? LogProbs
        {
            get => Get<IReadOnlyList<TokenLogprob>>(update, LogProbsKey);
            set => Set(update, LogProbsKey, value);
        }

        /// <summary>On the first update: the prompt's figures.</summary>
        public GenerationStarted? Started
        {
            get => Get<GenerationStarted>(update, StartedKey);
            set => Set(update, StartedKey, value);
        }

        /// <summary>On the last update: counts and timings as the runner measured them.</summary>
        public GenerationFinished? Finished
        {
            get => Get<GenerationFinished>(update, FinishedKey);
            set => Set(update, FinishedKey, value);
        }

        /// <summary>On the first update: which model answers and why.</summary>
        public SelectionDecision? Decision
        {
            get => Get<SelectionDecision>(update, DecisionKey);
            set => Set(update, DecisionKey, value);
        }

        /// <summary>What a remote server sent that this service does not read.</summary>
        public ReplyExtras? ReplyExtras
        {
            get => Get<ReplyExtras>(update, ExtrasKey);
            set => Set(update, ExtrasKey, value);
        }

        /// <summary>On the last update: the counts of tokens are estimates, because a remote server gave none.</summary>
        public bool UsageIsEstimated
        {
            get => update.AdditionalProperties?.ContainsKey(EstimatedKey) is true;
            set => Set(update, EstimatedKey, value ? (object)true : null);
        }

        /// <summary>On the last update: what the answer cost, in the currency of its model's price; null: it has none.</summary>
        public decimal? Cost
        {
            get => update.AdditionalProperties?.GetValueOrDefault(CostKey) as decimal?;
            set => Set(update, CostKey, (object?)value);
        }

        /// <summary>On the last update: what the content policy did about the request.</summary>
        public PolicyTrail? Policy
        {
            get => Get<PolicyTrail>(update, PolicyKey);
            set => Set(update, PolicyKey, value);
        }
    }

    private static T? Get<T>(ChatResponseUpdate update, string key) where T : class =>
        update.AdditionalProperties?.GetValueOrDefault(key) as T;

    private static void Set<T>(ChatResponseUpdate update, string key, T? value) where T : class
    {
        if (value is not null)
            (update.AdditionalProperties ??= [])[key] = value;
        else
            update.AdditionalProperties?.Remove(key);
    }
}

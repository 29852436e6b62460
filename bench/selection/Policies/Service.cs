using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>The product's selection, part by part, over a simulated machine.</summary>
internal sealed class Service
{
    private readonly Scenario _scenario;
    private readonly RequestReader _reader;
    private readonly Conversations _conversations;
    private readonly LearnedRates _rates;
    private readonly Demand _demand;
    private readonly Dictionary<int, (ConversationPlace Place, RequestFeatures Features)> _asked = [];

    public Service(Scenario scenario, Rig rig, SimulatedMachine machine, SimulatedTime time)
    {
        _scenario = scenario;
        _reader = new RequestReader(rig.Classifier);
        _conversations = new Conversations(time);
        _rates = new LearnedRates(machine);
        _demand = new Demand(time);
        var catalog = new FixedCatalog(scenario.Catalog);
        var options = Options.Create(new MultiLLMOptions { Home = "simulated", MemoryReserveBytes = 0, MemoryBudgetBytes = scenario.Machine.BudgetBytes });
        View = new RankingView(
            machine, _rates, new FeedbackBook(new DecisionLog(), catalog, time), new Circuits(time), _demand,
            new Underway(), // the simulated machine knows of each request at once
            new MemoryEstimates(rig.Footprints), new SteadyHealth(), new ModelAccess([]), new NoRemoteModels(), new FixedHardware(scenario.Machine.BudgetBytes), options, time);
        Selector = new ModelSelector(catalog, View, new ModelAccess([]), options, time);
    }

    public RankingView View { get; }
    public ModelSelector Selector { get; }

    /// <summary>As the service reads it, with what it remembers of the conversation.</summary>
    public RequestFeatures Read(Question question)
    {
        var (conversation, turn) = (question.Conversation, question.Turn);
        var messages = new List<ChatMessage>();
        foreach (var before in conversation.Turns.TakeWhile(before => before != turn))
        {
            messages.Add(new ChatMessage(ChatRole.User, before.Text));
            messages.Add(new ChatMessage(ChatRole.Assistant, new string('x', (int)(before.AnswerTokens * TraceMaker.CharactersPerToken))));
        }
        messages.Add(new ChatMessage(ChatRole.User, question.Text));
        var wishes = new SelectionWishes { Preference = turn.Preference, ConversationId = conversation.Id };
        var place = _conversations.Locate(messages, conversation.Id);
        var features = _reader.Read(messages, new GenerationOptions { Wishes = wishes }) with { Conversation = place.Before };
        _asked[turn.Index] = (place, features);
        return features;
    }

    /// <summary>The request goes to that model.</summary>
    public int Goes(string modelId)
    {
        _demand.Asked(modelId);
        return _scenario.Models.Index().First(model => model.Item.Id == modelId).Index;
    }

    /// <summary>Learns from an answer.</summary>
    public void Answered(Answer answer)
    {
        var (place, features) = _asked[answer.Turn.Index];
        var model = _scenario.Models[answer.Model];
        _rates.Answered(model, answer.Finished());
        _conversations.Answered(place, new ConversationTurn(model.Id, features.Reading.Task, null, answer.Turn.PromptTokens + answer.Tokens));
    }

    /// <summary>Nothing gets worse in a simulation.</summary>
    private sealed class SteadyHealth : IHealthStanding
    {
        public HealthSnapshot Current => HealthSnapshot.Empty;
    }
}

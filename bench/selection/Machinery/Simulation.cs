using MultiLLM.SelectionBench.Policies;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>A scenario from its first question to its last answer, with one way to choose.</summary>
internal sealed class Simulation
{
    private readonly Scenario _scenario;
    private readonly SimulatedTime _time;
    private readonly SimulatedMachine _machine;
    private readonly IPolicy _policy;
    private readonly Answer[] _answers;
    private readonly PriorityQueue<(Conversation Conversation, int Turn), (double At, int Index)> _coming = new();
    private readonly Dictionary<string, Conversation> _conversations;

    private Simulation(Scenario scenario, Rig rig, Func<SimulatedMachine, SimulatedTime, IPolicy> policy)
    {
        (_scenario, _time) = (scenario, new SimulatedTime());
        _machine = new SimulatedMachine(scenario, rig.Footprints, rig.Options, _time);
        _policy = policy(_machine, _time);
        _answers = new Answer[scenario.TurnCount];
        _conversations = scenario.Conversations.ToDictionary(conversation => conversation.Id);
    }

    public static Outcome Run(Scenario scenario, Rig rig, Func<SimulatedMachine, SimulatedTime, IPolicy> policy) => new Simulation(scenario, rig, policy).Run();

    private Outcome Run()
    {
        foreach (var conversation in _scenario.Conversations)
            Expect(conversation, 0, conversation.StartSeconds);
        var left = _scenario.TurnCount;
        while (left > 0)
        {
            var own = _machine.NextEvent();
            if (_coming.TryPeek(out var next, out var when) && when.At <= own)
            {
                _machine.Advance(when.At, Ended);
                _coming.Dequeue();
                Ask(next.Conversation, next.Conversation.Turns[next.Turn]);
            }
            else
            {
                _machine.Advance(own, Ended);
            }
        }
        return new Outcome(_scenario, _answers, _machine.Swaps);

        void Ended(Answer answer)
        {
            left--;
            _answers[answer.Turn.Index] = answer;
            _policy.Answered(answer);
            var conversation = _conversations[answer.ConversationId];
            var following = answer.Turn.Index - conversation.Turns[0].Index + 1;
            if (following < conversation.Turns.Count)
                Expect(conversation, following, answer.EndedAt + conversation.Turns[following].ThinkSeconds);
        }
    }

    private void Ask(Conversation conversation, Turn turn)
    {
        var before = turn == conversation.Turns[0] ? null : _answers[turn.Index - 1];
        var complains = before is not null && before.Quality < turn.ComplainsBelow;
        var model = _policy.Choose(new Question(conversation, turn, complains));
        _machine.Ask(new Answer(turn, conversation.Id, model, _time.Seconds));
    }

    private void Expect(Conversation conversation, int turn, double at) => _coming.Enqueue((conversation, turn), (at, conversation.Turns[turn].Index));
}

using CsCheck;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Understanding;

public sealed class ConversationsProperties
{
    private const int Clients = 5;

    private enum Habit
    {
        GoesOn,
        AddsSeveral,
        AsksAgain,
        ChangesTheLastQuestion,
        DropsTheOldest,
    }

    /// <summary>Clients of different habits talk at the same time; each turn after the first is known as its own conversation's, and as nobody else's.</summary>
    [Fact]
    public void Locate_ClientsOfAllHabitsAtTheSameTime_EachIsKnownAsItself() =>
        Gen.Select(Gen.Int[0, Clients - 1], Gen.Enum<Habit>()).Array[1, 60].Sample(steps =>
        {
            var conversations = new Conversations(TimeProvider.System);
            var clients = Enumerable.Range(0, Clients).Select(number => new Client(number)).ToArray();
            foreach (var (number, habit) in steps)
            {
                var client = clients[number];
                var messages = client.Next(habit);
                var place = conversations.Locate(messages, null);
                // A changed question goes on from an earlier turn, which another model may have answered.
                if (client.Id is not null && (place.Id != client.Id || (habit != Habit.ChangesTheLastQuestion && place.Before?.ModelId != client.Model)))
                    throw new InvalidOperationException($"client {number} is {place.Id} ({place.Before?.ModelId}) after {habit}, not {client.Id} ({client.Model})");
                if (client.Id is null && place.Before is not null)
                    throw new InvalidOperationException($"client {number} is taken for {place.Id} at its first question");
                client.Answered(place.Id!, conversations, place);
            }
        }, iter: 500);

    /// <summary>However a text is cut into pieces, and whatever white space surrounds it, its digest is the same; and no other text has it.</summary>
    [Fact]
    public void Digest_AnyPieces_DependsOnTheTrimmedTextOnly() =>
        Gen.Select(Gen.String[Gen.Char["ab \n\t"], 0, 20], Gen.String[Gen.Char["ab \n\t"], 0, 20], Gen.Int[1, 5]).Sample((one, other, size) =>
        {
            var digest = new TextDigest();
            foreach (var piece in one.Chunk(size))
                digest.Append(piece);
            var whole = new TextDigest();
            whole.Append(other);
            return (digest.Current == whole.Current) == (one.Trim() == other.Trim());
        });

    private sealed class Client(int number)
    {
        private readonly List<ChatMessage> _messages = [new(ChatRole.System, "The same for everybody.")];
        private int _turn;

        public string? Id { get; private set; }
        public string Model { get; private set; } = "";

        public ChatMessage[] Next(Habit habit)
        {
            _turn++;
            if (Id is null)
                habit = Habit.GoesOn;
            switch (habit)
            {
                case Habit.AddsSeveral:
                    _messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call {number} {_turn}", "x")]));
                    _messages.Add(Question("an afterthought"));
                    _messages.Add(Question("and one more"));
                    break;
                case Habit.AsksAgain when _messages.Count > 3: // the first question alone could be anybody's
                    _messages.RemoveAt(_messages.Count - 1);
                    break;
                case Habit.ChangesTheLastQuestion when _messages.Count > 4:
                    _messages.RemoveRange(_messages.Count - 2, 2);
                    _messages.Add(Question("put in other words"));
                    break;
                case Habit.DropsTheOldest when _messages.Count > 8:
                    _messages.RemoveRange(1, 2);
                    _messages.Add(Question("and then"));
                    break;
                default:
                    _messages.Add(Question("a question"));
                    break;
            }
            return [.. _messages];
        }

        public void Answered(string id, Conversations conversations, ConversationPlace place)
        {
            (Id, Model) = (id, $"model {_turn % 2}");
            var answer = $"answer {_turn} to client {number}";
            var digest = new TextDigest();
            digest.Append(answer);
            conversations.Answered(place, new ConversationTurn(Model, ModelTask.Chat, digest.Current, 1));
            _messages.Add(new ChatMessage(ChatRole.Assistant, answer));
        }

        private ChatMessage Question(string text) => new(ChatRole.User, $"Client {number}, turn {_turn}: {text}, at some length.");
    }
}

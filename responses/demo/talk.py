"""What colleagues say to each other in the demonstration: notes, who writes what, and a capital that is ready."""

from datetime import timedelta

from django.utils import timezone

from responses.rules import assigning, noting, readying

from . import cast


def tell(ruritania, arendelle, people):
    """Ruritania's team is at work on questions 2 and 4; Arendelle's capital has marked its response as ready.

    ``ruritania`` and ``arendelle`` are delegations of the story, ``people`` its users by person.
    """
    flavia, fritz, antoinette = (people[one] for one in (cast.FLAVIA, cast.FRITZ, cast.ANTOINETTE))
    second, fourth = (ruritania.response.answers.get(question__number=number) for number in (2, 4))
    done = noting.write(
        second, "There were 5,460 first consultations in 2023. I have corrected the figure.", by=fritz
    )
    noting.resolve(done, by=flavia)
    noting.write(
        second,
        "The Office of the Prime Minister would prefer to see the account to Parliament named first.",
        by=antoinette,
    )
    noting.write(
        second, "Could you ask the municipality of Hofbau whether the 41,000 calls are those of the first year alone?",
        by=flavia, for_user=fritz,
    )  # fmt: skip
    noting.write(fourth, "I am waiting for two lines from the Ministry of Labour.", by=fritz)
    ahead = timezone.localdate() + timedelta(days=10)
    assigning.assign(fourth, [fritz], by=flavia, due_on=ahead)
    assigning.assign(second, [flavia, fritz], by=flavia)
    readying.mark(
        arendelle.response, by=people[cast.KRISTOF],
        note="The text of the Iskari Assembly will follow as an addendum of its own; the answer can go as it stands.",
    )  # fmt: skip

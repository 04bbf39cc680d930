"""The case a new one begins with: small, whole, and every part of it explained where it stands."""

STARTER = """\
minutes: 30

# What the player reads first. Everything here is made up: no real people, no real places.
briefing: |
  A farmer has found a dead barn owl below the window of her barn and called the station.

  Find out what happened to it, and send a file that holds.

# The scene lasts this long; after that everybody is back at the base, and only answers still come in.
clock: {starts: "09:00", minutes: 180}

# Where one can be. "ways" are minutes to walk or drive; a base (a station, an office) stays open all the time.
places:
  yard:
    title: The yard
    text: A paved yard below the barn. The owl lies by the wall.
    ways: {station: 20}
    spots:
      window:
        title: The barn window
        text: The pane is whole, and there is dust on it without a print of a wing.
  station:
    title: The station
    is_base: true

# What can be found. The kind says how it is packed and what is dangerous about it; "close" is seen near by.
exhibits:
  owl:
    title: Dead barn owl
    text: A barn owl on its back, wings half open.
    close: A small round hole in the breast, with hardly any blood.
    place: yard
    kind: carcass
    hazard: biological

# Who can be asked, about what, and what an open, a closed or a leading question gets.
people:
  farmer:
    title: The farmer
    place: yard
    topics:
      heard:
        question: What she saw and heard
        answers:
          open: {says: "Around six there was a crack from the lane, then the neighbour’s dog barked."}
          closed: {says: "No, I saw nobody."}

# Whom one can call. "entry" is a key of the jurisdictions: it says who that is in the player’s own country.
authorities:
  vet:
    title: Veterinary institute
    kind: veterinary

# What others find out. "on" goes along with it; an answer that comes later is opened with "read".
requests:
  xray:
    title: X-ray of the owl
    kind: xray
    authority: vet
    "on": [owl]
    answers_after: 60
    finds: A pellet of lead lies in the breast, beside the broken bone.
    commits_first: true

# What may have happened, which of it did, and from when on that can be said. "cannot_say" is always there.
causes:
  shot: It was shot
  collision: It flew against the window
  illness: It died of an illness
cause: shot
supported_if: result(xray)

# The offences the file can be sent with, and what the right one must show.
charges:
  killing: {title: Killing a protected bird, is_right: true}
  littering: {title: Leaving a carcass in the open}
elements:
  act:
    title: The owl was shot
    proof: admitted(owl) and result(xray)
    missing: Nothing the court accepts shows how it died.

# How it closes: the first that holds. The last one says nothing of "when".
endings:
  stands:
    title: The charge stands
    text: The court takes the owl and the X-ray as they are.
    when: proved(act) and right_charge and right_cause
    is_success: true
  weak:
    title: The file comes back
    text: The prosecutor writes that the file does not show what was done.

# What each thing done is worth, why, and what it would have changed. "fails_if" fails the case whatever the points.
criteria:
  gloves:
    title: Gloves before the owl
    competency: safety
    consequence: safety
    points: 3
    earn: wore(gloves) before touched(owl)
    fails_if: exposed
    why: A dead bird can carry what makes people ill.
  photographs:
    title: Photographs before it is moved
    competency: recording
    consequence: evidential
    points: 3
    earn: photographed(owl, overview, mid, close, scale) before moved(owl)
    why: How it lay is gone once it is lifted.
    court: Without them nobody can say where it lay.
  custody:
    title: A custody log without a gap
    competency: custody
    consequence: evidential
    points: 4
    earn: filed(owl) and unbroken(owl)
    why: Whoever cannot say who held it cannot say that it is the same owl.
    court: The owl is left out, and with it the X-ray.
  witness:
    title: An open question
    competency: interviewing
    consequence: tactical
    points: 2
    earn: answered(farmer, heard) and asked(farmer, heard, open)
    why: An open question lets the witness tell what you did not think of.
  patience:
    title: No conclusion before the X-ray
    competency: reasoning
    consequence: evidential
    points: 3
    earn: right_cause and not premature
    why: A hole can be many things until somebody has looked inside.

# What passes, and what an expert did: it has to earn everything. "as_it_is" stands for what is true at that moment.
passing: {score: 0.7}
expert:
  - act: {do: observe, what: owl, near: true}
    why: Look first, from a step away; touch nothing.
  - act: {do: photograph, what: owl, views: [overview, mid, close], scale: true}
  - act: {do: interview, person: farmer, topic: heard, opening: open}
  - act: {do: wear, gear: [gloves, mask]}
  - act:
      do: collect
      exhibit: owl
      container: leakproof_box
      seal: A-001
      label: {number: as_it_is, what: as_it_is, where: as_it_is, when: as_it_is, who: as_it_is}
  - act:
      do: record
      exhibit: owl
      line: {step: collected, who: as_it_is, when: as_it_is, where: as_it_is, seal: as_it_is, condition: whole and dry}
  - act:
      do: record
      exhibit: owl
      line: {step: sealed, who: as_it_is, when: as_it_is, where: as_it_is, seal: as_it_is}
  - act: {do: move, to: station}
  - act: {do: request, request: xray, exhibits: [owl]}
  - act:
      do: record
      exhibit: owl
      line: {step: handed_over, who: as_it_is, when: as_it_is, where: as_it_is, seal: as_it_is, to: as_it_is}
  - act: {do: hypothesise, causes: {shot: 2, collision: 2, illness: 1}}
  - act: {do: wait}
  - act: {do: read, request: xray}
  - act:
      do: conclude
      cause: shot
      charge: killing
      file: [owl]
      cites: {act: [owl, xray]}
"""
